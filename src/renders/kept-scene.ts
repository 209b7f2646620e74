/** The scene of a view that a run has kept: what its record says, with boxes where the shapes were. */
import type { Camera } from "../geometry/camera.js";
import { worldToCamera } from "../geometry/camera.js";
import { composePoses, invertPose, type Pose } from "../geometry/pose.js";
import { add, scale, transform3, type Matrix3, type Vector3 } from "../geometry/vector.js";
import type { ObjectRecord, SampleRecord } from "../sample/record.js";
import type { Instance, Scene } from "../sample/scene.js";
import { NO_SYMMETRY, type Shape } from "../sample/shape.js";

/** The camera of a record that has one. */
export function keptCamera({ K, rotationWorldToCamera, translationWorldToCamera, width, height, distortion }: NonNullable<SampleRecord["camera"]>): Camera {
  return { K: K as unknown as Matrix3, rotationWorldToCamera: rotationWorldToCamera as unknown as Matrix3, translationWorldToCamera, width, height, ...(distortion === null ? {} : { distortion }) };
}

/** The pose of a record's object, of points that are scaled before. */
export function keptPose({ rotationObjectToCamera, translationObjectToCamera }: ObjectRecord): Pose {
  return { rotation: rotationObjectToCamera as unknown as Matrix3, translation: translationObjectToCamera };
}

/** A scene without surfaces and environment, for what needs to know places, sizes and categories. */
export function keptScene({ objects, ground }: Pick<SampleRecord, "objects" | "ground">, camera: Camera): Scene {
  const cameraToWorld = invertPose(worldToCamera(camera));
  return {
    camera,
    instances: objects.map((object) => keptInstance(object, cameraToWorld)),
    environment: null,
    lighting: { areaRadiance: 0, environmentStrength: 1, environmentRotationRadians: 0, exposure: 1 },
    groundHeight: ground?.height ?? null,
  };
}

/** A shape's own box lies around the origin of its frame: the frame is moved to where the record's box is. */
function keptInstance(object: ObjectRecord, cameraToWorld: Pose): Instance {
  const toCamera = keptPose(object);
  const center: Vector3 = transform3(toCamera.rotation, scale(object.box3d.center, object.scale));
  const boxToCamera: Pose = { rotation: toCamera.rotation, translation: add(toCamera.translation, center) };
  return { instanceId: object.instanceId, shape: boxShape(object), scale: object.scale, objectToWorld: composePoses(cameraToWorld, boxToCamera) };
}

function boxShape({ shape, category, frontKnown, box3d, sizeMeters }: ObjectRecord): Shape {
  const { id, kind, name, licence, author, sha256, parameters } = shape;
  return {
    id,
    category,
    source: { kind, name, licence, author, sha256, parameters },
    meshes: [],
    materials: [],
    parts: [],
    keypoints: [],
    symmetry: NO_SYMMETRY,
    frontKnown,
    dimensions: box3d.dimensions,
    normalization: { scale: 1, rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], center: [0, 0, 0] },
    sizeMeters,
    rig: null,
    articulation: null,
  };
}
