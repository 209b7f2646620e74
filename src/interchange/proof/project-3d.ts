/** `project_3d.m` of PASCAL3D+ and ObjectNet3D, line by line, for proofs. */
import { cos, sin } from "../../core/math.js";

/** What a file says of a viewpoint; angles in radians. */
export interface ReadViewpoint {
  azimuth: number;
  elevation: number;
  theta: number;
  distance: number;
  focal: number;
  viewport: number;
  px: number;
  py: number;
}

/** Where a point of the object frame is seen, in the file's own pixel coordinates. */
export function project3d(viewpoint: ReadViewpoint, [x, y, z]: readonly [number, number, number]): [number, number] {
  const { azimuth, elevation, theta, distance, focal, viewport, px, py } = viewpoint;
  // Camera centre.
  const C = [distance * cos(elevation) * sin(azimuth), -distance * cos(elevation) * cos(azimuth), distance * sin(elevation)];
  // Rotate the coordinate system by theta is equal to rotating the model by −theta.
  const a = -azimuth;
  const e = -(Math.PI / 2 - elevation);
  const [dx, dy, dz] = [x - C[0]!, y - C[1]!, z - C[2]!];
  // R = Rx(e) · Rz(a)
  const rx = cos(a) * dx - sin(a) * dy;
  const ry = sin(a) * dx + cos(a) * dy;
  const cameraY = cos(e) * ry - sin(e) * dz;
  const cameraZ = sin(e) * ry + cos(e) * dz;
  // P = [M·f 0 0; 0 M·f 0; 0 0 −1]
  const u = (viewport * focal * rx) / -cameraZ;
  const v = (viewport * focal * cameraY) / -cameraZ;
  const turnedU = cos(theta) * u - sin(theta) * v;
  const turnedV = sin(theta) * u + cos(theta) * v;
  return [turnedU + px, -turnedV + py];
}
