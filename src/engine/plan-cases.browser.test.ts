import './testing-browser';
import './plan-cases.test';
