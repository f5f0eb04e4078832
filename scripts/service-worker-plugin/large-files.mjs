/** Holds the checked-in list of large files against a build, both ways: none enters or leaves the copy unnoticed. */

/**
 * @typedef {{ limitBytes: number, files: string[], dataFiles: string[] }} LargeFiles
 *   `*` stands for the eight characters of a hash; `dataFiles` are there only where the build had the data set
 */

/**
 * @param {LargeFiles} list
 * @param {readonly { url: string, bytes: number }[]} files
 * @returns {string[]} what is wrong, a sentence each
 */
export function checkLargeFiles(list, files) {
  const large = files.filter(({ bytes }) => bytes > list.limitBytes).map(({ url }) => url);
  const listed = [...list.files, ...list.dataFiles];
  const unlisted = large.filter((url) => !listed.some((pattern) => matches(pattern, url)));
  const expected = large.some((url) => url.startsWith('data/')) ? listed : list.files;
  const absent = expected.filter((pattern) => !large.some((url) => matches(pattern, url)));
  return [
    ...unlisted.map((url) => `${url} is larger than ${list.limitBytes} bytes and not listed.`),
    ...absent.map((pattern) => `${pattern} is listed, and no file so large has that name.`),
  ];
}

/** @param {string} pattern @param {string} url */
function matches(pattern, url) {
  const source = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace('*', '[\\w-]{8}');
  return new RegExp(`^${source}$`).test(url);
}
