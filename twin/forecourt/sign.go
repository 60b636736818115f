package forecourt

import "github.com/forecourt/forecourt/twin/unit"

// ShowPrice asks a price sign to show the cash price of a grade.
type ShowPrice struct {
	Grade Grade
	Price unit.Price
}

// SignShows is a price sign's answer: what its segments show of a grade, whatever was asked.
type SignShows struct {
	Grade Grade
	Price unit.Price
}
