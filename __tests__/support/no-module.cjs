// Packages load these modules without need in every process: CDKTF its library for zip files, zod its languages.
module.exports = undefined;
