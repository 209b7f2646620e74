/** A shape in its object frame: z up, front −y; its box's sides can be clicked. */
import { Canvas, type ThreeEvent, useThree } from "@react-three/fiber";
import { type ReactNode, useEffect, useMemo } from "react";
import { BoxGeometry, BufferAttribute, BufferGeometry, DoubleSide, EdgesGeometry, Matrix4, PerspectiveCamera, Quaternion, Vector3 } from "three";
import { OrbitControls } from "three/examples/jsm/controls/OrbitControls.js";
import { FACE_NORMALS, type Face } from "../../../src/shapes/box-faces.js";
import type { ShapeContent } from "../../../src/studio/shapes/answers.js";
import type { Says } from "./mend.js";
import type { Surface } from "./shape-source.js";

interface ShapeViewProperties {
  surface: Surface;
  /** Of the surface as it came. */
  dimensions: ShapeContent["dimensions"];
  /** 3×3 from the frame that the surface came in to that of what is chosen now. */
  turn: readonly number[];
  isFrontKnown: boolean;
  symmetryAxes: ShapeContent["symmetry"]["continuous"];
  keypoints: ShapeContent["keypoints"];
  hovered: Face | null;
  /** Null where nothing can be clicked. */
  onHover: ((face: Face | null) => void) | null;
  onFace: (face: Face) => void;
  says: Says;
}

const FRONT = "#ffaa1e";
const UP = "#508cff";
const ROUND = "#4fd1a5";
const BOX_LINES = "#808a99";
const ARROW = 0.28;
/** A pointer that moves farther than this in pixels has turned the shape, not clicked a side. */
const CLICK_PIXELS = 4;

export function ShapeView({ surface, dimensions, turn, isFrontKnown, symmetryAxes, keypoints, hovered, onHover, onFace, says }: ShapeViewProperties): ReactNode {
  const size = useMemo(() => [0, 3, 6].map((row) => Math.abs(turn[row]!) * dimensions[0] + Math.abs(turn[row + 1]!) * dimensions[1] + Math.abs(turn[row + 2]!) * dimensions[2]) as [number, number, number], [turn, dimensions]);
  const pose = useMemo(() => new Matrix4().set(turn[0]!, turn[1]!, turn[2]!, 0, turn[3]!, turn[4]!, turn[5]!, 0, turn[6]!, turn[7]!, turn[8]!, 0, 0, 0, 0, 1), [turn]);
  return (
    <div className="view3d">
      <Canvas flat frameloop="demand" camera={CAMERA} gl={{ alpha: true, antialias: true, preserveDrawingBuffer: true }} aria-label={`the shape in 3D, ${size.map((side) => side.toFixed(2)).join(" by ")}`} style={{ cursor: hovered === null ? "grab" : "pointer" }} onPointerLeave={() => onHover?.(null)}>
        <Orbit />
        <Redraw on={[surface, turn, hovered, isFrontKnown]} />
        <ambientLight intensity={0.8} />
        <directionalLight position={[-2, -3, 4]} intensity={2.2} />
        <directionalLight position={[3, 2, 1]} intensity={0.9} />
        <group matrix={pose} matrixAutoUpdate={false}>
          <SurfaceMesh surface={surface} />
          {symmetryAxes.map(({ axis, offset }, at) => <Rod key={at} center={offset} direction={axis} length={1.7} radius={0.004} color={ROUND} />)}
          {keypoints.map(({ name, position }) => <mesh key={name} position={[...position]} renderOrder={2}><sphereGeometry args={[0.014, 12, 8]} /><meshBasicMaterial color="#fff046" depthTest={false} transparent /></mesh>)}
        </group>
        <gridHelper args={[2.4, 12, BOX_LINES, BOX_LINES]} rotation={[Math.PI / 2, 0, 0]} position={[0, 0, -size[2] / 2 - 0.002]} material-transparent material-opacity={0.35} />
        <BoxLines size={size} />
        <Arrow from={[0, 0, size[2] / 2]} direction={[0, 0, 1]} color={UP} />
        {isFrontKnown && <Arrow from={[0, -size[1] / 2, 0]} direction={[0, -1, 0]} color={FRONT} />}
        {hovered !== null && <Highlight size={size} face={hovered} color={says === "front" ? FRONT : UP} />}
        {onHover !== null && <PickBox size={size} onHover={onHover} onFace={onFace} />}
      </Canvas>
      <span className="tag">{hovered !== null && onHover !== null ? `now the ${hovered}: click if it ${says === "front" ? "is the front" : "belongs at the top"}` : "drag to turn it"}</span>
    </div>
  );
}

function cameraFromTheFront(): PerspectiveCamera {
  const camera = new PerspectiveCamera(32, 1, 0.05, 50);
  const [azimuth, elevation, distance] = [(40 * Math.PI) / 180, (22 * Math.PI) / 180, 3.1];
  camera.up.set(0, 0, 1);
  camera.position.set(distance * Math.sin(azimuth) * Math.cos(elevation), -distance * Math.cos(azimuth) * Math.cos(elevation), distance * Math.sin(elevation));
  camera.lookAt(0, 0, 0);
  return camera;
}

/** One for all shapes: who walks through many looks at all from the same side. */
const CAMERA = cameraFromTheFront();

function Orbit(): null {
  const { camera, gl, invalidate } = useThree();
  useEffect(() => {
    const orbit = new OrbitControls(camera, gl.domElement);
    orbit.enablePan = false;
    orbit.minDistance = 1;
    orbit.maxDistance = 12;
    const change = (): void => invalidate();
    orbit.addEventListener("change", change);
    return () => orbit.dispose();
  }, [camera, gl, invalidate]);
  return null;
}

/** Draws again when something has changed. */
function Redraw({ on }: { on: readonly unknown[] }): null {
  const { invalidate } = useThree();
  useEffect(() => invalidate(), [...on, invalidate]);
  return null;
}

function SurfaceMesh({ surface }: { surface: Surface }): ReactNode {
  const geometry = useMemo(() => {
    const made = new BufferGeometry();
    made.setAttribute("position", new BufferAttribute(surface.positions, 3));
    made.setAttribute("color", new BufferAttribute(surface.colors, 4, true));
    made.setIndex(new BufferAttribute(surface.indices, 1));
    return made;
  }, [surface]);
  useEffect(() => () => geometry.dispose(), [geometry]);
  return <mesh geometry={geometry} raycast={() => null}><meshStandardMaterial vertexColors flatShading side={DoubleSide} roughness={0.65} /></mesh>;
}

function BoxLines({ size }: { size: readonly [number, number, number] }): ReactNode {
  const edges = useMemo(() => new EdgesGeometry(new BoxGeometry(...size)), [size]);
  useEffect(() => () => edges.dispose(), [edges]);
  return <lineSegments geometry={edges} raycast={() => null}><lineBasicMaterial color={BOX_LINES} transparent opacity={0.8} /></lineSegments>;
}

/** Sides in the order of three's box: two triangles each. */
const SIDES: readonly Face[] = ["left", "right", "back", "front", "top", "bottom"];

function PickBox({ size, onHover, onFace }: { size: readonly [number, number, number]; onHover: (face: Face | null) => void; onFace: (face: Face) => void }): ReactNode {
  const sideAt = ({ faceIndex }: ThreeEvent<PointerEvent | MouseEvent>): Face | null => (faceIndex == null ? null : (SIDES[Math.floor(faceIndex / 2)] ?? null));
  return (
    <mesh
      onPointerMove={(event) => onHover(event.buttons === 0 ? sideAt(event) : null)}
      onPointerOut={() => onHover(null)}
      onClick={(event) => {
        const side = sideAt(event);
        if (side !== null && event.delta <= CLICK_PIXELS) onFace(side);
      }}
    >
      <boxGeometry args={[Math.max(size[0], 0.02), Math.max(size[1], 0.02), Math.max(size[2], 0.02)]} />
      <meshBasicMaterial transparent opacity={0} depthWrite={false} />
    </mesh>
  );
}

/** A side of the box, filled. */
function Highlight({ size, face, color }: { size: readonly [number, number, number]; face: Face; color: string }): ReactNode {
  const normal = new Vector3(...FACE_NORMALS[face]);
  const plate = size.map((side, at) => (normal.getComponent(at) === 0 ? side : 0.001)) as [number, number, number];
  const position = normal.toArray().map((value, at) => (value * size[at]!) / 2) as [number, number, number];
  return <mesh position={position} raycast={() => null} renderOrder={1}><boxGeometry args={plate} /><meshBasicMaterial color={color} transparent opacity={0.38} depthWrite={false} /></mesh>;
}

function alignedTo(direction: readonly [number, number, number]): Quaternion {
  return new Quaternion().setFromUnitVectors(new Vector3(0, 1, 0), new Vector3(...direction).normalize());
}

function Rod({ center, direction, length, radius, color }: { center: readonly [number, number, number]; direction: readonly [number, number, number]; length: number; radius: number; color: string }): ReactNode {
  return <mesh position={[...center]} quaternion={alignedTo(direction)} raycast={() => null}><cylinderGeometry args={[radius, radius, length, 8]} /><meshBasicMaterial color={color} /></mesh>;
}

function Arrow({ from, direction, color }: { from: readonly [number, number, number]; direction: readonly [number, number, number]; color: string }): ReactNode {
  return (
    <group position={[...from]} quaternion={alignedTo(direction)}>
      <mesh position={[0, ARROW * 0.36, 0]} raycast={() => null}><cylinderGeometry args={[0.011, 0.011, ARROW * 0.72, 10]} /><meshBasicMaterial color={color} /></mesh>
      <mesh position={[0, ARROW * 0.85, 0]} raycast={() => null}><coneGeometry args={[0.036, ARROW * 0.3, 16]} /><meshBasicMaterial color={color} /></mesh>
    </group>
  );
}
