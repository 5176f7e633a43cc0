import { useLocation } from 'wouter';
import { useTexts } from '../i18n/texts.tsx';
import { paths } from '../paths.ts';
import { UploadTray } from '../ui/upload-tray.tsx';
import { Link } from './link.tsx';
import { trayItem } from './tray-item.ts';
import { runningUploads, useUploadLines } from './uploads.ts';

/** The tray of this member's uploads, on every page. */
export function Tray() {
  const lines = useUploadLines();
  const { reasons } = useTexts('film');
  const [address] = useLocation();
  const onOwnPage = lines.some((line) => address === paths.campaign(line.campaignId));
  return (
    <UploadTray
      startSmall={onOwnPage || matchMedia('(max-width: 759px)').matches}
      items={lines.map((line) => trayItem(line, reasons))}
      onPause={(id) => runningUploads()?.pause(id)}
      onResume={(id) => runningUploads()?.resume(id)}
      onDismiss={(id) => runningUploads()?.dismiss(id)}
      link={(item, label) => <Link href={paths.campaign(item.id)}>{label}</Link>}
    />
  );
}
