package pos

import "github.com/forecourt/forecourt/twin/forecourt"

// What the POS tells of members of the loyalty scheme.
type (
	// MemberServed says that a customer is a member; Point is 0 at the till.
	MemberServed struct {
		Point  forecourt.Point `event:"fuelling-point"`
		Member string          `event:"member"`
		Tier   string          `event:"tier"`
	}
	// MemberNotServed says that a number is nobody's, or that the service does not answer; the sale goes on without.
	MemberNotServed struct {
		Point forecourt.Point `event:"fuelling-point"`
		Why   string          `event:"why"`
	}
	// PointsEarned says that a member has the points of a sale.
	PointsEarned struct {
		Sale   string `event:"sale"`
		Member string `event:"member"`
		Tier   string `event:"tier"`
		Points int64  `event:"points"`
	}
	// PointsRefused is a finding: the loyalty service did not take the points of a sale.
	PointsRefused struct {
		Sale   string `event:"sale"`
		Member string `event:"member"`
		Points int64  `event:"points"`
		Why    string `event:"why"`
	}
)

// Event names.
func (MemberServed) Event() string    { return "member-served" }
func (MemberNotServed) Event() string { return "member-not-served" }
func (PointsEarned) Event() string    { return "points-earned" }
func (PointsRefused) Event() string   { return "points-refused" }

func init() {
	forecourt.DefineEvent(Kind, MemberServed{}, "a customer is a member of the loyalty scheme")
	forecourt.DefineEvent(Kind, MemberNotServed{}, "a membership is unknown, or the service silent; the sale goes on without")
	forecourt.DefineEvent(Kind, PointsEarned{}, "a member has the points of a sale")
	forecourt.DefineEvent(Kind, PointsRefused{}, "finding: the loyalty service did not take the points of a sale")
}
