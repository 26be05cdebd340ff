// A picture becomes a square of modest size here, before anything is uploaded.
import {
  useEffect,
  useId,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
} from 'react';
import { Told } from '../actions/failure.ts';
import { Dialog } from '../components/dialog.tsx';
import { DialogActions, Problem } from '../components/form.tsx';
import { useTask } from '../components/use-task.ts';
import { useClient } from '../state/app-state.ts';
import { t } from '../strings.ts';
import { middleOf, mostZoom, pictureSide, sideOf, within, type Crop } from './crop.ts';

interface CropDialogProps {
  readonly file: File;
  /** Given the id of the picture, once it is uploaded. */
  readonly use: (media: string) => Promise<void>;
  readonly close: () => void;
}

export function CropDialog({ file, use, close }: CropDialogProps) {
  const client = useClient();
  const task = useTask();
  const canvas = useRef<HTMLCanvasElement>(null);
  const bitmap = useBitmap(file);
  const save = () =>
    task.run(async () => {
      const media = await client.upload(await squareOf(canvas));
      await use(media.id);
      close();
    });
  return (
    <Dialog title={t('profile.cropTitle')} close={close}>
      {bitmap && bitmap !== 'none' && <Cropper bitmap={bitmap} canvas={canvas} />}
      <Problem text={bitmap === 'none' ? t('error.IMAGE') : task.problem} />
      <DialogActions close={close}>
        <button
          type="button"
          className="button button-main"
          disabled={task.busy || !bitmap || bitmap === 'none'}
          onClick={save}
        >
          {task.busy ? t('account.working') : t('profile.usePicture')}
        </button>
      </DialogActions>
    </Dialog>
  );
}

/** Undefined while it is read, `none` where it cannot be. */
function useBitmap(file: File): ImageBitmap | 'none' | undefined {
  const [bitmap, setBitmap] = useState<ImageBitmap | 'none'>();
  useEffect(() => {
    let isOver = false;
    createImageBitmap(file).then(
      (made) => (isOver ? made.close() : setBitmap(made)),
      () => isOver || setBitmap('none'),
    );
    return () => {
      isOver = true;
    };
  }, [file]);
  return bitmap;
}

interface CropperProps {
  readonly bitmap: ImageBitmap;
  readonly canvas: RefObject<HTMLCanvasElement | null>;
}

/** How far an arrow key moves, as a share of what is shown. */
const step = 0.05;
const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-step, 0],
  ArrowRight: [step, 0],
  ArrowUp: [0, -step],
  ArrowDown: [0, step],
};

function Cropper({ bitmap, canvas }: CropperProps) {
  const zoomId = useId();
  const [crop, setCrop] = useState(() => middleOf(bitmap));
  useEffect(() => draw(canvas.current, bitmap, crop), [canvas, bitmap, crop]);
  // By shares of what is shown, so that it does not matter how large that is drawn.
  const move = (x: number, y: number) =>
    setCrop((old) => {
      const side = sideOf(bitmap, old);
      return within(bitmap, { ...old, x: old.x + x * side, y: old.y + y * side });
    });
  const drag = (event: PointerEvent<HTMLElement>) => {
    if (event.buttons !== 1) return;
    const { clientWidth: width } = event.currentTarget;
    move(-event.movementX / width, -event.movementY / width);
  };
  const press = (event: KeyboardEvent) => {
    const way = arrows[event.key];
    if (!way) return;
    event.preventDefault();
    move(...way);
  };
  return (
    <div className="cropper">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- an application takes keys */}
      <div
        className="crop-area"
        role="application"
        aria-label={t('profile.cropLabel')}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it takes the arrow keys
        tabIndex={0}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
        onKeyDown={press}
      >
        <canvas ref={canvas} width={pictureSide} height={pictureSide} />
      </div>
      <p className="quiet">{t('profile.cropHint')}</p>
      <label htmlFor={zoomId}>{t('profile.zoom')}</label>
      <input
        id={zoomId}
        type="range"
        min={1}
        max={mostZoom}
        step={0.05}
        value={crop.zoom}
        onChange={(event) =>
          setCrop((old) => within(bitmap, { ...old, zoom: Number(event.target.value) }))
        }
      />
    </div>
  );
}

function draw(canvas: HTMLCanvasElement | null, bitmap: ImageBitmap, crop: Crop): void {
  const context = canvas?.getContext('2d');
  if (!context) return;
  const side = sideOf(bitmap, crop);
  context.imageSmoothingQuality = 'high';
  context.clearRect(0, 0, pictureSide, pictureSide);
  const from = [crop.x - side / 2, crop.y - side / 2, side, side] as const;
  context.drawImage(bitmap, ...from, 0, 0, pictureSide, pictureSide);
}

/** WebP; a browser that cannot write it gives PNG. */
async function squareOf(canvas: RefObject<HTMLCanvasElement | null>): Promise<Blob> {
  const made = Promise.withResolvers<Blob | null>();
  canvas.current?.toBlob(made.resolve, 'image/webp', 0.9);
  const blob = await made.promise;
  if (!blob) throw new Told(t('error.IMAGE'));
  return blob;
}
