import { setFlagsFromString } from 'node:v8'

/**
 * An import makes much garbage and keeps little, and V8 lets its heap grow with it. With these flags it collects more
 * often: 185 to 195 MB instead of 370 for an import of 145 000 rows, as fast.
 */
export function keepHeapSmall() {
  setFlagsFromString('--semi-space-growth-factor=1')
  setFlagsFromString('--heap-growing-percent=10')
}
