import { Activity, Bell, Layers, ListTree, MessageSquare, type LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import { lazily } from './lazily.js';

/** A page of the dashboard, and its place in the navigation. */
export interface View {
  /** Its name in the navigation is `nav.<id>` of the common messages. */
  readonly id: 'overview' | 'engines' | 'requests' | 'alerts' | 'playground';
  /** Below /dashboard. Paths below it are the view's as well. */
  readonly path: string;
  readonly icon: LucideIcon;
  /** The key that leads there after `g`. */
  readonly key: string;
  /** Comes when it is first shown. */
  readonly Component: ComponentType;
}

/** In the order of the navigation. */
export const views: readonly View[] = [
  {
    id: 'overview',
    path: '/',
    icon: Activity,
    key: 'o',
    Component: lazily(async () => (await import('./views/overview/overview-view.js')).OverviewView),
  },
  {
    id: 'engines',
    path: '/engines',
    icon: Layers,
    key: 'e',
    Component: lazily(async () => (await import('./views/engines/engines-view.js')).EnginesView),
  },
  {
    id: 'requests',
    path: '/requests',
    icon: ListTree,
    key: 'r',
    Component: lazily(async () => (await import('./views/requests/requests-view.js')).RequestsView),
  },
  {
    id: 'alerts',
    path: '/alerts',
    icon: Bell,
    key: 'a',
    Component: lazily(async () => (await import('./views/alerts/alerts-view.js')).AlertsView),
  },
  {
    id: 'playground',
    path: '/playground',
    icon: MessageSquare,
    key: 'p',
    Component: lazily(async () => (await import('./views/playground/playground-view.js')).PlaygroundView),
  },
];
