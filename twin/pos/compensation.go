package pos

import (
	"fmt"
	"strings"

	"github.com/forecourt/forecourt/twin/forecourt"
	"github.com/forecourt/forecourt/twin/unit"
)

// printCompensation says on a receipt what the volume is, where the dispenser compensates: that it is one at the reference
// temperature, which the law wants to be said, or as measured; the other volume and the temperature where they are known.
func printCompensation(b *strings.Builder, c forecourt.Compensation) {
	if c.CompensatedTo == 0 {
		return
	}
	text, other, name := "volume as measured", c.Net, "at "+c.CompensatedTo.String()
	if c.NetDrives {
		text, other, name = "volume at "+c.CompensatedTo.String(), c.Gross, "as measured"
	}
	if other != (unit.Indicated{}) {
		text += fmt.Sprintf(", %s %s", other, name)
	}
	if c.Measured {
		text += fmt.Sprintf(", delivered at %s", c.Temperature)
	}
	fmt.Fprintln(b, text)
}
