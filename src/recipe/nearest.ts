/** Kept here for its users in this folder; shapes and environments need it too. */
export { editDistance, nearest } from "../core/nearest.js";
