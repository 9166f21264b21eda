import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { PersonalityDirectory } from '@yychat/engine-core/personalities';

@ApiTags('Personalities')
@ApiBearerAuth()
@Controller('v1/personalities')
export class PersonalitiesController {
  constructor(private readonly personalities: PersonalityDirectory) {}

  @Get()
  @ApiOperation({ summary: 'List the personalities' })
  list() {
    const data = this.personalities.list().map(({ id, name, allowedTools }) => ({
      id,
      object: 'personality',
      name,
      allowed_tools: allowedTools === undefined ? null : [...allowedTools.keys()],
    }));
    return { object: 'list', data };
  }
}
