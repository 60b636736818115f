package dart

import (
	"testing"

	"github.com/forecourt/forecourt/twin/wire/wiretest"
)

// seen is the dialect with every message counted that the tests of this package let travel.
var seen = wiretest.Watch(New())

func TestMain(m *testing.M) { wiretest.Main(m, New()) }
