import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { api } from '../../api/client'
import { nameIn } from './file'

/** The browser can't send the token of the studio by itself, and few may see a file that no public post uses. */
export async function readBytes(name: string): Promise<Blob> {
  const params = { path: { name } }
  // The policy of this page allows no bucket, so the API passes the bytes on.
  const headers = { 'X-Plaza-Studio': '1' }
  const { data } = await api.GET('/media/files/{name}', { params, headers, parseAs: 'blob' })
  return data as unknown as Blob
}

/** The bytes of a file, as an address in this page. @param address of the API */
export function useFile(address: string | null | undefined) {
  const name = nameIn(address)
  const { data: blob } = useQuery({
    queryKey: ['file', name],
    queryFn: () => readBytes(name!),
    enabled: name !== undefined,
    // A name stands for the same bytes for ever.
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  const [source, setSource] = useState<string>()
  useEffect(() => {
    if (!blob) return setSource(undefined)
    const made = URL.createObjectURL(blob)
    setSource(made)
    return () => URL.revokeObjectURL(made)
  }, [blob])
  return source
}
