export * from './check-course';
export * from './lesson-error';
export * from './parse-lesson';
