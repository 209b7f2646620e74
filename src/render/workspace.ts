/** Memory that is kept from view to view, so that rendering thousands of views allocates next to nothing. */
import type { Passes } from "../sample/passes.js";
import type { Scene } from "../sample/scene.js";
import type { Mesh } from "../sample/shape.js";
import type { ProjectedTriangles } from "./projected.js";
import type { TriangleSoup } from "./surface.js";

/** A rectangle of samples or pixels; `right` and `bottom` are exclusive. */
export interface Rectangle {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** What the workspace knows about the view that was rendered last. */
export interface RenderedView {
  scene: Scene;
  soup: TriangleSoup;
  projected: ProjectedTriangles;
  passes: Passes | null;
}

/**
 * Buffers of the renderer. Hand the same workspace to call after call: everything that a call returned with it
 * (passes, soup) is valid, and must not be written to, until the next call that gets the same workspace. Without a workspace each
 * call allocates its own and the result is the caller's for good. One workspace serves one thread.
 */
export class RenderWorkspace {
  readonly #float64 = new Map<string, Float64Array>();
  readonly #float32 = new Map<string, Float32Array>();
  readonly #int32 = new Map<string, Int32Array>();
  readonly #uint32 = new Map<string, Uint32Array>();
  readonly #uint16 = new Map<string, Uint16Array>();
  #passes: Passes | null = null;
  #written: Rectangle = { left: 0, top: 0, right: 0, bottom: 0 };
  /** The meshes, in order, whose indices the soup's index buffer holds. */
  indexedMeshes: readonly Mesh[] = [];
  /** Runs of covered samples; replaced by a longer buffer when it overflows. */
  spans: Int32Array = new Int32Array(4096);
  lastView: RenderedView | null = null;

  /** A buffer of at least `length` numbers with undefined content; the same one on every call until it must grow. */
  float64(name: string, length: number): Float64Array {
    let buffer = this.#float64.get(name);
    if (buffer === undefined || buffer.length < length) this.#float64.set(name, (buffer = new Float64Array(capacity(length))));
    return buffer;
  }

  /** As {@link float64}. */
  float32(name: string, length: number): Float32Array {
    let buffer = this.#float32.get(name);
    if (buffer === undefined || buffer.length < length) this.#float32.set(name, (buffer = new Float32Array(capacity(length))));
    return buffer;
  }

  /** As {@link float64}. */
  int32(name: string, length: number): Int32Array {
    let buffer = this.#int32.get(name);
    if (buffer === undefined || buffer.length < length) this.#int32.set(name, (buffer = new Int32Array(capacity(length))));
    return buffer;
  }

  /** As {@link float64}. */
  uint32(name: string, length: number): Uint32Array {
    let buffer = this.#uint32.get(name);
    if (buffer === undefined || buffer.length < length) this.#uint32.set(name, (buffer = new Uint32Array(capacity(length))));
    return buffer;
  }

  /** As {@link float64}. */
  uint16(name: string, length: number): Uint16Array {
    let buffer = this.#uint16.get(name);
    if (buffer === undefined || buffer.length < length) this.#uint16.set(name, (buffer = new Uint16Array(capacity(length))));
    return buffer;
  }

  /**
   * Passes of the given size, all zero. Only the rectangle that the previous view wrote is cleared.
   * @param willWrite the rectangle of pixels that this view may write
   */
  cleanPasses(width: number, height: number, willWrite: Rectangle): Passes {
    const kept = this.#passes;
    if (kept !== null && kept.width === width && kept.height === height) {
      clearRectangle(kept, this.#written);
      this.#written = willWrite;
      return kept;
    }
    const count = width * height;
    this.#written = willWrite;
    return (this.#passes = {
      width,
      height,
      color: new Float32Array(3 * count),
      alpha: new Float32Array(count),
      depth: new Float32Array(count),
      normal: new Float32Array(3 * count),
      instanceId: new Uint16Array(count),
      partId: new Uint16Array(count),
      objectCoordinates: new Float32Array(3 * count),
    });
  }
}

/** Some room to grow, so that views of slightly different size do not reallocate each time. */
function capacity(length: number): number {
  return length + (length >> 2) + 16;
}

function clearRectangle(passes: Passes, { left, top, right, bottom }: Rectangle): void {
  for (let y = top; y < bottom; y++) {
    const start = y * passes.width + left;
    const end = y * passes.width + right;
    passes.color.fill(0, 3 * start, 3 * end);
    passes.normal.fill(0, 3 * start, 3 * end);
    passes.objectCoordinates.fill(0, 3 * start, 3 * end);
    passes.alpha.fill(0, start, end);
    passes.depth.fill(0, start, end);
    passes.instanceId.fill(0, start, end);
    passes.partId.fill(0, start, end);
  }
}
