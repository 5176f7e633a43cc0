import { Component, type ReactNode } from 'react';
import { useTexts } from '../i18n/texts.tsx';
import { Button } from '../ui/button.tsx';
import styles from './shell.module.css';

/** What people see when a page breaks while being drawn. */
function Broken({ retry }: { retry(): void }) {
  const texts = useTexts('shell').broken;
  return (
    <div className={styles.message} role="alert">
      <h1>{texts.title}</h1>
      <p>{texts.text}</p>
      <div className={styles.messageActions}>
        <Button look="primary" onClick={retry}>
          {texts.retry}
        </Button>
        <Button onClick={() => location.reload()}>{texts.reload}</Button>
      </div>
    </div>
  );
}

interface Props {
  /** Changes with the address: another page gets another chance. */
  address: string;
  children: ReactNode;
}

/** Keeps a broken page from taking the shell and the upload tray with it. */
export class ErrorBoundary extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override componentDidUpdate(before: Props) {
    if (this.state.failed && before.address !== this.props.address) this.setState({ failed: false });
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return <Broken retry={() => this.setState({ failed: false })} />;
  }
}
