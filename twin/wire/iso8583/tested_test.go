package iso8583

import (
	"testing"

	"github.com/forecourt/forecourt/twin/wire/wiretest"
)

func TestMain(m *testing.M) { wiretest.Main(m, dialect{}) }
