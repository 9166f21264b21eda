import { ChartLine as ChartIcon, Ellipsis, FileSpreadsheet, Image, Table2 } from 'lucide-react';
import type { RefObject } from 'react';
import { useTranslation } from '../i18n/use-translation.js';
import { Button } from '../ui/button.js';
import { Menu } from '../ui/menu.js';
import { useToast } from '../ui/toast.js';
import type { ChartLine, ChartRow } from './chart.js';
import { toCsv } from './csv.js';
import { download, fileName } from './download.js';
import { toPng } from './export-png.js';

export interface ChartActionsProps {
  readonly title: string;
  readonly rows: readonly ChartRow[];
  readonly lines: readonly ChartLine[];
  /** What holds the drawing. */
  readonly plot: RefObject<HTMLElement | null>;
  readonly asTable: boolean;
  readonly onTable: (asTable: boolean) => void;
}

export function ChartActions({ title, rows, lines, plot, asTable, onTable }: ChartActionsProps) {
  const { t } = useTranslation();
  const toast = useToast();
  const saveCsv = () => {
    // With a mark of its encoding, without which spreadsheets misread Chinese.
    download(fileName(title, 'csv'), new Blob(['\uFEFF', toCsv(rows, lines)], { type: 'text/csv' }));
  };
  const savePng = async () => {
    const svg = plot.current?.querySelector<SVGSVGElement>('svg.recharts-surface');
    if (svg === null || svg === undefined) return;
    try {
      download(fileName(title, 'png'), await toPng(svg, title, lines));
    } catch (error) {
      toast({ tone: 'critical', title: t('chart.png'), text: (error as Error).message });
    }
  };
  return (
    <Menu
      trigger={
        <Button variant="ghost" size="sm" aria-label={`${t('chart.actions')}: ${title}`}>
          <Ellipsis aria-hidden />
        </Button>
      }
      items={[
        {
          id: 'table',
          label: asTable ? t('chart.asChart') : t('chart.asTable'),
          icon: asTable ? <ChartIcon aria-hidden /> : <Table2 aria-hidden />,
          onSelect: () => onTable(!asTable),
        },
        {
          id: 'csv',
          label: t('chart.csv'),
          icon: <FileSpreadsheet aria-hidden />,
          disabled: rows.length === 0,
          onSelect: saveCsv,
        },
        {
          id: 'png',
          label: t('chart.png'),
          icon: <Image aria-hidden />,
          disabled: asTable || rows.length === 0,
          onSelect: () => void savePng(),
        },
      ]}
    />
  );
}
