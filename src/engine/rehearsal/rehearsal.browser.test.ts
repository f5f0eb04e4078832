import '../testing-browser';
import './rehearsal.test';
