export * from './deployment-map';
export * from './lesson';
