export * from './example_pb';
