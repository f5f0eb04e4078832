export { makeModel } from './models';
export { Training, type Contender } from './training';
