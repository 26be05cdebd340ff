// What is needed once there is something to upload, and not in the first load.
export { accept } from './accept.ts';
export { uploadPatiently } from './patient-upload.ts';
