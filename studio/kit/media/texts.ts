import { texts } from '../../texts/texts'

/** Texts of files, wherever they are chosen and uploaded: `plaza.media.…`. */
export const mediaTexts = texts(
  {
    upload: 'Upload …',
    uploads: 'Uploads',
    uploaded: 'Uploaded: %{smart_count} file |||| Uploaded: %{smart_count} files',
    drop: 'Drop the files to upload them',
    choose: 'Choose a picture',
    insert: 'Picture …',
    inserted: 'The file is in the text.',
    no_pictures: 'No picture yet.',
    more: 'Show more',
    offline: 'The connection was lost. Upload it again.',
    state: {
      waits: 'Waits',
      goes: 'Uploading',
      processing: 'Is being prepared',
      failed: 'Failed',
    },
    refused: {
      payload_too_large: 'It is too large: a file has up to %{size}.',
      quota_exceeded: 'There is no room for it. Delete some of your files first.',
      rate_limited:
        'Those were many uploads. Try again in a minute. |||| Those were many uploads. Try again in %{smart_count} minutes.',
    },
    failure: {
      unreadable: 'The picture is damaged, or of an unknown kind.',
      too_many_pixels: 'The picture has more than 50 megapixels.',
      given_up: 'The picture could not be prepared. Save it in another format and upload it again.',
    },
  },
  {
    upload: 'Hochladen …',
    uploads: 'Wird hochgeladen',
    uploaded: 'Hochgeladen: %{smart_count} Datei |||| Hochgeladen: %{smart_count} Dateien',
    drop: 'Dateien hier loslassen, um sie hochzuladen',
    choose: 'Ein Bild wählen',
    insert: 'Bild …',
    inserted: 'Die Datei steht im Text.',
    no_pictures: 'Noch kein Bild.',
    more: 'Mehr zeigen',
    offline: 'Die Verbindung brach ab. Laden Sie die Datei noch einmal hoch.',
    state: {
      waits: 'Wartet',
      goes: 'Wird hochgeladen',
      processing: 'Wird vorbereitet',
      failed: 'Gescheitert',
    },
    refused: {
      payload_too_large: 'Zu groß: Eine Datei darf bis zu %{size} haben.',
      quota_exceeded: 'Dafür ist kein Platz. Löschen Sie zuerst andere Dateien.',
      rate_limited:
        'Das waren viele Dateien. Versuchen Sie es in einer Minute noch einmal. |||| Das waren viele Dateien. Versuchen Sie es in %{smart_count} Minuten noch einmal.',
    },
    failure: {
      unreadable: 'Das Bild ist beschädigt oder von unbekannter Art.',
      too_many_pixels: 'Das Bild hat mehr als 50 Megapixel.',
      given_up:
        'Das Bild konnte nicht vorbereitet werden. Speichern Sie es in einem anderen Format und laden Sie es noch einmal hoch.',
    },
  }
)
