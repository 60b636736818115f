package forecourt

import "github.com/forecourt/forecourt/twin/unit"

// ShowPrice asks a price sign to show the cash price of a grade. A sign obeys in the order in which it is asked; the number
// comes back with the answer.
type ShowPrice struct {
	Number int
	Grade  Grade
	Price  unit.Price
}

// SignShows is a price sign's answer: what its segments show of a grade, whatever was asked.
type SignShows struct {
	Number int
	Grade  Grade
	Price  unit.Price
}
