// Package electronics is what a pump vendor's firmware does at one fuelling point: it answers a controller in any pump
// dialect, watches boots, counts pulses, drives motor and valves, and keeps sales and totals through a power cut. It
// plays the role "fuelling-point N". What it drives is package hydraulics, or metal.
//
// States are IFSF's nine, moved as DART describes (facts: pump-protocols.md section 1.7): without prices it is
// inoperative, and the first prices lead to a finished sale that a Reset clears; a release (Authorise) is valid only while
// idle or calling; a finished sale stays until it is reset, whatever nozzles do. A command that is not valid in a state is
// recorded as a fault and otherwise ignored; a price as event price-refused. Without AllowNozzles every nozzle is allowed.
//
// # Prices
//
// A nozzle has a cash and a credit price; SelectLevel says which of them the next sale is made at, and stays. Where a price
// is not taken, nor is that. A sale keeps the price that it began with; the NozzleReport shows the sale's while there is
// one, else the selected one. SetFillingType is told with the sales and changes no price.
//
// # Counting
//
// A nozzle has one lifetime count of the pulses in its sales. Its totalizer is that count in display digits, rounded
// down, and the volume of a sale is the difference of the totalizer around it: what a sale's pulses leave below a full
// digit is carried into the next sale of the nozzle. So totals and sales agree to the digit, always, and a display still
// begins at zero. The amount is price times the indicated volume, rounded once (Profile.MeterAmount: times a volume two
// digits finer); the money totalizer is the sum of the amounts. Totals move when a sale ends. Pulses outside a sale are
// counted as such, see Books.
//
// # Ending on a preset
//
// The fast valve shuts Profile.SlowFlow before the limit. Then the pulse rate is measured, and the slow valve shuts as
// many pulses early as will flow while it closes (Profile.AfterFlow at that rate). If the limit is not reached when the
// valves have settled, because the hand let go, the slow valve opens again and shuts at the limit. A sale is never below
// its preset when limit-reached is told. A preset finer than a pulse ends at the next one. A money preset ends at the
// first volume whose amount reaches it, and the amount is shown as the preset where that is at most one display interval
// away (Profile.NoSnap: never).
//
// # Power
//
// PowerOff drops every output, and a sale ends with the pulses counted at that instant: the device has a hold-up
// capacitor that lasts for this write. With Profile.NoHoldUp the sale ends at the next PowerOn with what the last display
// update stored, and Books shows the pulses it lost as outside. Prices are not kept, nor which of them is selected: the
// cash price is, when new ones have come.
//
// # The pulser, creep and compensation
//
// Where a nozzle's pulser has two channels the sale is counted on A and A is held against B: channels that come apart, or
// turn back, by more than Profile.PulserSlack end the sale with alarm pulser (pulser.go). What has run back and comes again is
// counted once. Where a nozzle blends, its second meter is held against both together, and a blend that is off ends the
// sale with alarm blend-ratio (blend.go). Pulses outside any sale, Profile.Creep of them, are told as creep-found with alarm low-leak. With
// Profile.Compensation every pulse is weighed by the fuel's temperature; price, presets and totals go by the net volume or by
// the gross one, and the end of the sale tells both and the mean temperature (compensate.go). The pump protocols of ours carry
// the volume that drives and no other; IFSF carries the temperature too.
//
// Left out: test draws, display test at start, lights,
// the pause after a price change, emergency stop, contact bounce (a boot is believed at once), the gross volume of a
// compensated sale that a device without hold-up loses with its power.
package electronics
