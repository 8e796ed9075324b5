/** Of a box that takes the width of its place, and scrolls what is wider. */
export const scrolling = { overflowX: 'auto', width: 0, minWidth: '100%' }
