import { HttpError } from 'react-admin'
import { apiPath } from '../../api/address'
import { api, refusalOf } from '../../api/client'
import { accessToken, refresh } from '../../api/session'
import type { MediaFile } from './file'

const PAUSE_MS = 1000

/** Uploads a file. @param told how much of it is sent, from 0 to 1 @throws HttpError */
export async function sendFile(file: File, told: (part: number) => void): Promise<MediaFile> {
  let answer = await post(file, told)
  if (answer.status === 401 && (await refresh())) answer = await post(file, told)
  if (!answer.ok) throw await refusalOf(answer)
  return answer.json()
}

/** `fetch` tells nothing of how far it is. */
async function post(file: File, told: (part: number) => void): Promise<Response> {
  const token = await accessToken()
  const body = new FormData()
  body.append('file', file)
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `${apiPath}media`)
    request.setRequestHeader('Authorization', `Bearer ${token}`)
    request.upload.onprogress = ({ loaded, total }) => told(loaded / total)
    request.onerror = () => reject(new HttpError('plaza.media.offline', 0))
    request.onload = () => {
      const { status, responseText } = request
      const wait = request.getResponseHeader('Retry-After')
      resolve(new Response(responseText, { status, headers: wait ? { 'Retry-After': wait } : {} }))
    }
    request.send(body)
  })
}

/** Waits for the copies of a picture. @throws HttpError if there will be none */
export async function untilReady(file: MediaFile): Promise<MediaFile> {
  let present = file
  while (present.status === 'processing') {
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    const { data } = await api.GET('/media/{id}', { params: { path: { id: file.id } } })
    present = data!
  }
  if (present.failure) throw new HttpError(`plaza.media.failure.${present.failure}`, 422)
  return present
}
