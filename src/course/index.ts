export type * from './lesson';
