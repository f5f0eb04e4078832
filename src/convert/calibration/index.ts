export { calibrationProgram, type CalibrationOptions, type CalibrationProgram } from './program';
