/** The shapes of a sample in its own camera; one can turn away from it and come back. */
import { Canvas, useFrame, useThree } from "@react-three/fiber";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { BufferAttribute, BufferGeometry, DoubleSide, Matrix4, PerspectiveCamera, Quaternion, Vector3 } from "three";
import { OrbitControls } from "three/examples/jsm/controls/OrbitControls.js";
import type { ObjectRecord, SampleRecord } from "../../../src/studio/protocol.js";
import { source } from "../source.js";

type Camera = NonNullable<SampleRecord["camera"]>;
interface MeshViewProperties {
  run: string;
  record: SampleRecord;
  opacity: number;
  /** Told whether the view is still the sample's own. */
  onHome: (isHome: boolean) => void;
}

export function MeshView({ run, record, opacity, onHome }: MeshViewProperties): ReactNode {
  const [problem, setProblem] = useState<string | null>(null);
  const camera = record.camera!;
  const target = useMemo(() => new Vector3(...centerOf(record.objects)), [record]);
  return (
    <>
      <Canvas frameloop="demand" camera={new PerspectiveCamera()} gl={{ alpha: true, antialias: true, preserveDrawingBuffer: true }} aria-label="the shape in 3D">
        <SampleCamera camera={camera} target={target} onHome={onHome} />
        <ambientLight intensity={0.9} />
        <directionalLight position={[-2, 3, 4]} intensity={2.2} />
        <directionalLight position={[3, -1, 1]} intensity={0.8} />
        {record.objects.map((object, at) => <ObjectMesh key={object.instanceId} run={run} record={record} object={object} opacity={opacity} color={COLORS[at % COLORS.length]!} onProblem={setProblem} />)}
      </Canvas>
      {problem !== null && <span className="tag">{problem}</span>}
    </>
  );
}

const COLORS = ["#e8a33d", "#6cb6ff", "#4fd1a5", "#f191d8"];

/** OpenCV's camera axes (x right, y down, z forward) into those of OpenGL (y up, z backward). */
const FLIP = new Matrix4().makeScale(1, -1, -1);

/** The scene's frame is that of the sample's camera, in OpenGL's axes. */
function poseOf({ rotationObjectToCamera: r, translationObjectToCamera: t, scale }: ObjectRecord): Matrix4 {
  const pose = new Matrix4().set(r[0]! * scale, r[1]! * scale, r[2]! * scale, t[0], r[3]! * scale, r[4]! * scale, r[5]! * scale, t[1], r[6]! * scale, r[7]! * scale, r[8]! * scale, t[2], 0, 0, 0, 1);
  return pose.premultiply(FLIP);
}

function centerOf(objects: readonly ObjectRecord[]): [number, number, number] {
  if (objects.length === 0) return [0, 0, -1];
  const sum = objects.reduce((total, { translationObjectToCamera: t }) => [total[0] + t[0], total[1] + t[1], total[2] + t[2]] as [number, number, number], [0, 0, 0] as [number, number, number]);
  return [sum[0] / objects.length, -sum[1] / objects.length, -sum[2] / objects.length];
}

/**
 * A projection from K, whose pixel centres are at +0.5, for an image that fills the canvas; see Hartley and Zisserman,
 * section 6.1, and the frustum of OpenGL.
 */
function projectionOf({ K, width, height }: Camera, near: number, far: number): Matrix4 {
  const [fx, skew, cx, , fy, cy] = K as [number, number, number, number, number, number];
  return new Matrix4().set(
    (2 * fx) / width, (-2 * skew) / width, 1 - (2 * cx) / width, 0,
    0, (2 * fy) / height, (2 * cy) / height - 1, 0,
    0, 0, -(far + near) / (far - near), (-2 * far * near) / (far - near),
    0, 0, -1, 0,
  );
}

function SampleCamera({ camera, target, onHome }: { camera: Camera; target: Vector3; onHome: (isHome: boolean) => void }): null {
  const { camera: view, gl, invalidate } = useThree();
  const projection = useMemo(() => projectionOf(camera, Math.max(0.01, target.length() / 100), target.length() * 20), [camera, target]);
  useEffect(() => {
    const orbit = new OrbitControls(view, gl.domElement);
    orbit.target.copy(target);
    orbit.enablePan = false;
    orbit.addEventListener("start", () => onHome(false));
    orbit.addEventListener("change", () => invalidate());
    // Orbiting looks straight at the target from the first; the sample's camera need not.
    view.position.set(0, 0, 0);
    view.setRotationFromQuaternion(new Quaternion());
    invalidate();
    return () => orbit.dispose();
  }, [target, view, gl, invalidate, onHome]);
  // The canvas sets a projection of its own whenever its size changes.
  useFrame(() => {
    view.projectionMatrix.copy(projection);
    view.projectionMatrixInverse.copy(projection).invert();
  });
  return null;
}

interface ObjectMeshProperties {
  run: string;
  record: SampleRecord;
  object: ObjectRecord;
  opacity: number;
  color: string;
  onProblem: (problem: string) => void;
}

function ObjectMesh({ run, record, object, opacity, color, onProblem }: ObjectMeshProperties): ReactNode {
  const [geometry, setGeometry] = useState<BufferGeometry | null>(null);
  const { invalidate } = useThree();
  useEffect(() => {
    let isShown = true;
    source.mesh(run, record.index, object.instanceId).then(({ positions, indices }) => {
      if (!isShown) return;
      const made = new BufferGeometry();
      made.setAttribute("position", new BufferAttribute(positions, 3));
      made.setIndex(new BufferAttribute(indices, 1));
      const flat = made.toNonIndexed();
      flat.computeVertexNormals();
      setGeometry(flat);
      invalidate();
    }, (error: Error) => isShown && onProblem(error.message));
    return () => {
      isShown = false;
    };
  }, [run, record.index, object.instanceId]);
  useEffect(() => () => geometry?.dispose(), [geometry]);
  useEffect(() => invalidate(), [opacity]);
  const pose = useMemo(() => poseOf(object), [object]);
  if (geometry === null) return null;
  return (
    <mesh geometry={geometry} matrix={pose} matrixAutoUpdate={false}>
      <meshStandardMaterial color={color} transparent opacity={opacity} side={DoubleSide} roughness={0.6} />
    </mesh>
  );
}
