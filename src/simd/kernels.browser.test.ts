/** The tests of kernels once more in the browser, which has relaxed SIMD where Node has none. */
import './instructions/dense.test';
import './instructions/epilogue.test';
import './instructions/update.test';
