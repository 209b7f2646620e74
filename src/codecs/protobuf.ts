/** Writing of protocol buffers: what ONNX files need of it. Format: https://protobuf.dev/programming-guides/encoding/. */

const TEXT = new TextEncoder();

/** Collects the fields of one message. */
export class ProtobufWriter {
  private bytes = new Uint8Array(256);
  private length = 0;

  /** The message written so far. */
  finish(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }

  /** An integer field (int32, int64, enum, bool); negative ones take ten bytes, as the format says. */
  int(field: number, value: number | bigint): this {
    this.varint(field << 3);
    this.varint(value);
    return this;
  }

  /** A float field. */
  float(field: number, value: number): this {
    this.varint((field << 3) | 5);
    this.reserve(4);
    new DataView(this.bytes.buffer).setFloat32(this.length, value, true);
    this.length += 4;
    return this;
  }

  /** A string, bytes or message field. */
  data(field: number, value: string | Uint8Array | ProtobufWriter): this {
    const content = typeof value === "string" ? TEXT.encode(value) : value instanceof ProtobufWriter ? value.bytes.subarray(0, value.length) : value;
    this.varint((field << 3) | 2);
    this.varint(content.length);
    this.reserve(content.length);
    this.bytes.set(content, this.length);
    this.length += content.length;
    return this;
  }

  /** A repeated integer field, packed. */
  ints(field: number, values: Iterable<number | bigint>): this {
    const packed = new ProtobufWriter();
    for (const value of values) packed.varint(value);
    return this.data(field, packed);
  }

  private varint(value: number | bigint): void {
    this.reserve(10);
    if (typeof value === "number" && value >= 0 && value < 0x8000_0000) {
      let rest = value;
      while (rest > 127) {
        this.bytes[this.length++] = (rest & 127) | 128;
        rest >>>= 7;
      }
      this.bytes[this.length++] = rest;
      return;
    }
    let rest = BigInt.asUintN(64, BigInt(value));
    while (rest > 127n) {
      this.bytes[this.length++] = Number(rest & 127n) | 128;
      rest >>= 7n;
    }
    this.bytes[this.length++] = Number(rest);
  }

  private reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(2 * this.bytes.length, this.length + more));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }
}
