"""The thinking part: pure Python without any framework, testable in milliseconds."""
