/** Tests run as built: what is tested is what ships. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/dist/tests'],
  transform: {},
  // Machines that run the tests may be slow and shared; a test that hangs still ends.
  testTimeout: 60_000,
  maxWorkers: 2,
};
