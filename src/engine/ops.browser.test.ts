import './ops.test';
