// The files in what was dropped, with those of whole folders. No page is touched here.

// What systems leave in folders for themselves: nobody means to send it.
const LEFT_BEHIND = /^(\.|thumbs\.db$|desktop\.ini$|__macosx$)/i;

export async function* walk(entry, folder = "") {
  if (LEFT_BEHIND.test(entry.name)) return;
  const path = folder + entry.name;
  if (entry.isFile) {
    yield { file: await new Promise((give, fail) => entry.file(give, fail)), path };
    return;
  }
  for (const inside of await entriesOf(entry)) yield* walk(inside, `${path}/`);
}

// A reader gives a hundred entries at a time, in any order.
async function entriesOf(folder) {
  const [reader, found] = [folder.createReader(), []];
  for (;;) {
    const some = await new Promise((give, fail) => reader.readEntries(give, fail));
    if (!some.length) return found.sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
    found.push(...some);
  }
}

// The same for a folder chosen in a dialogue, which comes as a flat list.
export function filesOfFolder(files) {
  return [...files]
    .map((file) => ({ file, path: file.webkitRelativePath || file.name }))
    .filter(({ path }) => !path.split("/").some((name) => LEFT_BEHIND.test(name)));
}
