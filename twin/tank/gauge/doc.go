// Package gauge is the tank gauge console, role "gauge": it reads the tanks of the station and answers whoever asks it
// in the veeder dialect.
//
// Its ports are serial lines or streams, one unless Config.Ports says more: as at a console with several cards, each
// carries a conversation of its own, about the same tanks and the same setup. What is in a tank it gets from a Stock, which tank.Tank is; from capacity and
// diameter, a lying cylinder without heads, it makes the height that its probe would feel, and from the capacity and
// diameter that are programmed (functions 604 and 607) the volume that it shows, so that a console which is programmed
// wrongly measures wrongly. Water and temperature are set by hand. Volume, water volume and ullage add up to the full
// volume: the volume is that of the product, net of water (C: consoles differ).
//
// It looks at its tanks every Config.Scan, and whenever something is heard. Alarms come from the limits that are
// programmed, where 0 is none. A delivery begins when a tank rises and ends when it has not risen for
// Config.DeliveryDelay; BeginDelivery and EndDelivery, a driver who uses the keypad, set both moments by hand. Setup,
// the clock's offset, deliveries and alarm history survive a power cut; a delivery under way does not, and neither does
// the reply that is being sent.
//
// Left out: leak tests (203, 207 and 208 have none to show), sudden loss, reconciliation, probe noise and waves, heads
// and tilt of a tank, calibration tables (605 and 606 are kept and not used), correction of density by temperature.
package gauge
