/** The tests of kernels once more in the browser, which has relaxed SIMD where Node has none. */
import './instructions/conv-epilogues.test';
import './instructions/conv2d.test';
import './instructions/dense.test';
import './instructions/depthwise-conv2d.test';
import './instructions/epilogue.test';
import './instructions/pool.test';
import './instructions/update.test';
