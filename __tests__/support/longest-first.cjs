const { default: Sequencer } = require("@jest/test-sequencer");

/** Folders whose tests wait for Terraform, longest first. */
const slow = ["end-to-end", "emulator", "fork", "scan"];

/**
 * Starts the longest tests first, so that no worker is idle while another one ends. Jest knows the durations only after
 * a first run on the same machine.
 */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const position = slow.findIndex((folder) => path.includes(`/__tests__/${folder}/`));
      return position < 0 ? slow.length : position;
    };
    return super.sort(tests).sort((one, other) => rank(one) - rank(other));
  }
};
