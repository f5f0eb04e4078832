import './testing-browser';
import './ops.test';
