/** What unpacking is, for formats that use it: the library is the caller's, since this code runs in browsers, too. */

/** Unpacks data into at most so many bytes. Throws a RangeError for more, and for damaged data. */
export type Inflate = (bytes: Uint8Array, mostBytes: number) => Uint8Array;
