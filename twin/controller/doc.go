// Package controller is the forecourt controller: it polls the buses, sets prices, releases fuelling points for the
// POS, reads finished sales out of the pumps, numbers them and holds them until they are paid.
//
// Where a sale comes from. A nozzle's totals never go back, so they are the account: the controller keeps the totals
// it read last on its disk, and a sale is what lies between them and the totals read next. The totals, the sale and
// its number are written as one record, so no sale is lost and none is made twice, whatever was missed, repeated or
// cut off between. The display says how the totals' difference is told:
//
//   - watched from the release to the end: the sale is what the display shows. Totals that moved further hold a sale
//     that nobody saw, told as recovered; any disagreement is also told as totals-mismatch.
//   - out of sight in between (restart, line cut): where the difference is what the display shows, it is the open
//     sale. Where it is more, the open sale came first and the display's came after it, from somebody else's hand.
//   - nothing open: the whole difference of a nozzle is one recovered sale, however many customers it was.
//
// Before a difference that is not plain from one reading is believed, two readings in a row must agree: a pump may
// still hold an answer from before the cut. The first totals ever read are a baseline, not a sale. A difference above
// a hundredth of the totals' range is a jump (another pump computer), told as totals-jumped, and no sale.
//
// A finished sale stays on the pump's display until a nozzle is lifted, a release is ordered or a new price waits. Then,
// its sale being on the disk, the pump is reset, unless the point has as many unpaid sales as it may have.
// ListUnpaid and ListPoints are answered on the link only: the timeline has each sale and state once.
//
// What a sale costs. Each grade has a cash price and may have a credit price; a release is at either, and may take a
// discount off it. A point stands at the standard terms, cash and no discount, between sales. Other terms are written to
// the disk and brought to the pump before the release, as a selected level and as prices, and the release goes when the pump
// shows them. After every ending, also one that was found out about late, the standard terms are brought back, before the
// next release and without clearing the finished sale. A change of price waits while a sale is under way, and while a
// nozzle is out: the customer buys at the price that he was shown, less his discount.
//
// Left out: opening and closing a point, suspending a sale, pump parameters, and money totals. Which bytes travel is
// the dialect's; what the POS does with a sale is the POS's.
package controller
