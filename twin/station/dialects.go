package station

// The dialects that a plan can name; each registers itself.
import (
	_ "github.com/forecourt/forecourt/twin/wire/dart"
	_ "github.com/forecourt/forecourt/twin/wire/fdc"
	_ "github.com/forecourt/forecourt/twin/wire/ifsf"
	_ "github.com/forecourt/forecourt/twin/wire/pts"
	_ "github.com/forecourt/forecourt/twin/wire/twowire"
	_ "github.com/forecourt/forecourt/twin/wire/udc"
	_ "github.com/forecourt/forecourt/twin/wire/veeder"
)
