import './testing-browser';
import './training.test';
