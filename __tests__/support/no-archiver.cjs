// CDKTF zips assets with "archiver" in a process of its own, and loads its hundred modules in every other, too.
module.exports = undefined;
