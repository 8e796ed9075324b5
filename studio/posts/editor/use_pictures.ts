import { useCallback, useEffect, useRef } from 'react'
import { readBytes } from '../../kit/media/use_file'

/** The pictures of a text as addresses in this page, read once each. */
export function usePictures() {
  const known = useRef(new Map<string, Promise<string | undefined>>())
  useEffect(() => {
    const all = known.current
    return () => {
      for (const one of all.values()) {
        void one.then((source) => source && URL.revokeObjectURL(source))
      }
      all.clear()
    }
  }, [])
  return useCallback((name: string) => {
    const found = known.current.get(name)
    if (found) return found
    const source = readBytes(name).then(
      (bytes) => URL.createObjectURL(bytes),
      () => undefined
    )
    known.current.set(name, source)
    return source
  }, [])
}
