package veeder

import (
	"testing"

	"github.com/forecourt/forecourt/twin/wire"
	"github.com/forecourt/forecourt/twin/wire/wiretest"
)

// seen is the dialect of a configuration with every message counted that the tests of this package let travel.
func seen(cfg Config) wire.Dialect { return wiretest.Watch(New(cfg)) }

func TestMain(m *testing.M) { wiretest.Main(m, New(Config{})) }
