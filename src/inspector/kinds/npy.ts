/** A NumPy array: `.npy`. */
import { readNpy } from '#formats/npy';
import { arrayTable, bytesOf } from '../arrays';
import type { ArtifactFile, OpenedArtifact } from '../artifact';
import { assemble, dump, facts } from '../blocks';
import { describeArray } from '../statistics';
import { shapeText } from '../text';

export async function open({ path, name, bytes }: ArtifactFile): Promise<OpenedArtifact> {
  const array = readNpy(bytes, path);
  const { first } = describeArray(array);
  return assemble('NumPy array', 'One array, as np.save writes it.', [
    {
      title: 'Array',
      blocks: [
        facts('', [
          { label: 'Shape', value: shapeText(array.shape), as: 'code' },
          { label: 'Type', value: array.dtype, as: 'code' },
          { label: 'Elements', value: array.size, as: 'count' },
          { label: 'Values', value: bytesOf(array), as: 'bytes', beside: 'without the header' },
          { label: 'First values', value: first, as: 'code' },
        ]),
        arrayTable({
          title: 'Values',
          what: 'Array',
          arrays: [{ name, place: name, array }],
        }),
      ],
    },
    { title: 'Bytes', blocks: [dump('', bytes)] },
  ]);
}
