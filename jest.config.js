/** Tests run as built: what is tested is what ships. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/dist/tests'],
  transform: {},
};
