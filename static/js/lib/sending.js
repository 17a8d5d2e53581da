import { Fault } from "lib/faults.js";
import { sentenceIn } from "lib/messages.js";
import "vendor/tus/tus.min.js";

// Sends one file in pieces. What has arrived stays there: the next try asks and goes on from that byte, also
// after the browser was closed, because the address of an unfinished upload is kept in its storage.

const CHUNK = 8 << 20;
const { tus } = globalThis;

export function send(item, token, { endpoint, receipt, signal, onProgress, onResume, onUrl }) {
  return new Promise((resolve, reject) => {
    const metadata = { filename: item.name, receipt, modified: String(item.file.lastModified) };
    if (item.sha256) metadata.sha256 = item.sha256;
    const upload = new tus.Upload(item.file, {
      endpoint,
      uploadUrl: item.url,
      chunkSize: CHUNK,
      // A file of one piece costs one request.
      uploadDataDuringCreation: item.size <= CHUNK,
      // When to try again is decided in one place, and that is not here.
      retryDelays: null,
      removeFingerprintOnSuccess: true,
      fingerprint: async () => `photoalbum ${receipt} ${item.sha256 ?? nameOf(item)}`,
      headers: { "X-CSRFToken": token, Accept: "application/json" },
      metadata,
      onProgress,
      onUploadUrlAvailable: () => onUrl(upload.url),
      onSuccess: ({ lastResponse }) => resolve(lineIn(lastResponse)),
      onError: (error) => reject(faultIn(error)),
    });
    signal.addEventListener("abort", () => upload.abort().finally(() => reject(new Fault(0))));
    begin(upload, item, onResume).catch((error) => reject(error instanceof Fault ? error : new Fault(0)));
  });
}

async function begin(upload, item, onResume) {
  if (!item.url) {
    const [before] = await upload.findPreviousUploads();
    if (before) {
      onResume();
      upload.resumeFromPreviousUpload(before);
    }
  }
  upload.start();
}

const nameOf = ({ path, size, file }) => `${path} ${size} ${file.lastModified}`;

// Takes back what has arrived of a file that is not wanted any more. If it fails, the site forgets it by itself.
export function takeBack(url, token) {
  return tus.Upload.terminate(url, { headers: { "X-CSRFToken": token }, retryDelays: null }).catch(() => {});
}

// The line of the receipt. An answer without a body, for a file that had arrived before, has the most of it.
function lineIn(response) {
  const [outcome, sha256] = ["Outcome", "Sha256"].map((name) => response.getHeader(`Photoalbum-${name}`));
  return { outcome, sha256, ...(response.getBody() ? JSON.parse(response.getBody()) : {}) };
}

function faultIn(error) {
  const response = error.originalResponse;
  if (!response?.getStatus()) return new Fault(0);
  return new Fault(response.getStatus(), sentenceIn(response.getBody(), response.getHeader("Content-Type") ?? ""));
}
