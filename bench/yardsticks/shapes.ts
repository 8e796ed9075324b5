interface Shape {
  columns: string
  properties: object
}

/** Of Plaza's definitions. */
export const shapes: Record<'post' | 'comment', Shape> = JSON.parse(process.env.SHAPES!)
